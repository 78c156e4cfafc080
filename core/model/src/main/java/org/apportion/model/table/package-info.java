/**
 * The tables of the lake as data: names, types and meaning of their columns. What the files look like is told here once;
 * the lake turns it into Iceberg schemas, engines into SQL types.
 */
@NullMarked
package org.apportion.model.table;

import org.jspecify.annotations.NullMarked;
