/** The management API for operators: what the commands do, over HTTP and with a token. */
@NullMarked
package dev.rollcall.worker.operate.http;

import org.jspecify.annotations.NullMarked;
