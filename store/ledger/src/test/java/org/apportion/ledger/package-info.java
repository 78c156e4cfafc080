@NullMarked
package org.apportion.ledger;

import org.jspecify.annotations.NullMarked;
