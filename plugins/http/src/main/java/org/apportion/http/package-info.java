/**
 * One HTTP toolbox for plugins: deadlines, retries of what is safe to repeat, redaction.
 */
@NullMarked
package org.apportion.http;

import org.jspecify.annotations.NullMarked;
