/**
 * References to what is kept outside of the configuration: environment, files and further {@code SecretSource}s.
 *
 * <p>Owns: resolving references, the rule which keys bear secrets. Does not own: what is done with a secret. Invariants: a
 * key that bears a secret holds a reference, which is resolved only when it is used; no resolved text is in any message.
 */
@NullMarked
package org.apportion.config.secret;

import org.jspecify.annotations.NullMarked;
