@NullMarked
package org.apportion.lake;

import org.jspecify.annotations.NullMarked;
