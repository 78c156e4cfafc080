/**
 * Who pays: the tree of organization units, the directory that maps subjects to units with validity dates, and the tag
 * policy that decides which tag value counts.
 */
@NullMarked
package org.apportion.model.organization;

import org.jspecify.annotations.NullMarked;
