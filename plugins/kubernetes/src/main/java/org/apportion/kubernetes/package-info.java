/**
 * Kubernetes: documents in a secret and config maps, usage from a custom resource.
 *
 * <p>Owns names, keys and formats of those objects. Does not own their content. Invariants: "not found" and "not readable" are never
 * confused; a write replaces the whole document under the version that was read, and keeps other keys of the object.
 */
@NullMarked
package org.apportion.kubernetes;

import org.jspecify.annotations.NullMarked;
