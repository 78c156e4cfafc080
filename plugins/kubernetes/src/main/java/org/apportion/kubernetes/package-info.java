/**
 * Kubernetes: documents in config maps and secrets, usage from a custom resource.
 */
@NullMarked
package org.apportion.kubernetes;

import org.jspecify.annotations.NullMarked;
