/**
 * The configuration file: {@code apportion.yaml} and what it includes.
 *
 * <p>Owns: loading, checking and showing a configuration; the commented file that a new user starts with. Does not own: what
 * is done with a configuration. Invariants: a load gives a whole, checked configuration or all its mistakes, each with file,
 * line and column; no secret is in a message or a listing.
 */
@NullMarked
package org.apportion.config;

import org.jspecify.annotations.NullMarked;
