/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.service;

import org.jspecify.annotations.NullMarked;
