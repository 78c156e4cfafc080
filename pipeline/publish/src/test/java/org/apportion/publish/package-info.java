/** Tests of the files that a run leaves behind. */
@NullMarked
package org.apportion.publish;

import org.jspecify.annotations.NullMarked;
