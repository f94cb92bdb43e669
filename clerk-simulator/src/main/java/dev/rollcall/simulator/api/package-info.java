/**
 * Clerk's Backend API, local and read-only: what a seeded world holds at the moment, in the pages, envelopes, refusals and
 * faults that Clerk's own API has. Source: Clerk's OpenAPI description of version 2026-05-12, and what other clients have
 * met in the field.
 */
@NullMarked
package dev.rollcall.simulator.api;

import org.jspecify.annotations.NullMarked;
