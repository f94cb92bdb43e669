/** The machine's own browser, for tests that act as a person does. */
@NullMarked
package dev.rollcall.proving.browser;

import org.jspecify.annotations.NullMarked;
