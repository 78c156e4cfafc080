@NullMarked
package org.apportion.publish.conformance;

import org.jspecify.annotations.NullMarked;
