/** Made-up work before the first real: what a JVM does more slowly the first thousand times is done before anybody waits for it. */
@NullMarked
package dev.rollcall.startup.warm;

import org.jspecify.annotations.NullMarked;
