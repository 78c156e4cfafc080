/**
 * The command line, one class per command.
 *
 * <p>Owns: parsing of arguments, printing, progress, exit codes. Does not own: SQL, arithmetic on money. Invariants: data to
 * stdout, messages to stderr; {@code --help} loads neither engine nor lake.
 */
@NullMarked
package org.apportion.cli;

import org.jspecify.annotations.NullMarked;
