@NullMarked
package org.apportion.cli;

import org.jspecify.annotations.NullMarked;
