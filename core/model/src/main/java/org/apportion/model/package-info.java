/**
 * The nouns that every room shares: months, money, consumers, errors. JDK only.
 *
 * <p>Owns: meaning, units and invariants of the values that steps hand to one another. Does not own: files, SQL, clocks
 * or any work. Everything here is an immutable value and refuses nonsense when it is made.
 */
@NullMarked
package org.apportion.model;

import org.jspecify.annotations.NullMarked;
