/** The release's archive, unpacked and used as somebody does who has a JDK and nothing else of ours. */
@NullMarked
package dev.rollcall.release;

import org.jspecify.annotations.NullMarked;
