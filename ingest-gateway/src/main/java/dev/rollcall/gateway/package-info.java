/** Takes Clerk's signed webhooks and puts their exact bytes into {@code clerk.events}: receive, verify, identify, publish. */
@NullMarked
package dev.rollcall.gateway;

import org.jspecify.annotations.NullMarked;
