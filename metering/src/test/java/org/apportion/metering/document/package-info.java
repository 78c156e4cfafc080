/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.document;

import org.jspecify.annotations.NullMarked;
