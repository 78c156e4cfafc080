@NullMarked
package org.apportion.metering.audit;

import org.jspecify.annotations.NullMarked;
