/** Gateway and worker as programs: the jars that the build makes, how they are made ready for a quick start, and how they are run. */
@NullMarked
package dev.rollcall.local.application;

import org.jspecify.annotations.NullMarked;
