/**
 * The contracts between the rooms and what can be exchanged: engines and their dialect, secrets, progress. No framework,
 * JDBC, HTTP or JSON type appears in a signature. Implementations arrive by {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.apportion.spi;

import org.jspecify.annotations.NullMarked;
