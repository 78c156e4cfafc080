/**
 * The never-arrows between rooms and the habits of the repository, each as a named test.
 */
@NullMarked
package org.apportion.architecture;

import org.jspecify.annotations.NullMarked;
