/** Uploads against real servers in this process. */
@org.jspecify.annotations.NullMarked
package org.apportion.upload;
