/**
 * Allocation rules as values: conditions, weighted parts, ordered tiers. Text is turned into these by the configuration;
 * these are turned into SQL by the allocation.
 */
@NullMarked
package org.apportion.model.rule;

import org.jspecify.annotations.NullMarked;
