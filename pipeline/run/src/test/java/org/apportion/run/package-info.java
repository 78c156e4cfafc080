@NullMarked
package org.apportion.run;

import org.jspecify.annotations.NullMarked;
