/** Documents that follow from the code: each is compared with it, and written anew with {@code -Drollcall.update=true}. */
@NullMarked
package dev.rollcall.system.documents;

import org.jspecify.annotations.NullMarked;
