/**
 * A month as a page for people: what a unit pays, how it came about, what changed and why.
 *
 * <p>Owns which figures stand on a statement and how they are rounded and drawn. Does not own the figures (they are answers of
 * {@link org.apportion.report.Reports}) or the place where files are written. A page is one self-contained HTML text: no script,
 * nothing fetched, the same bytes for the same run. On a page, what is shown in one column adds up to its total.
 */
@NullMarked
package org.apportion.report.statement;

import org.jspecify.annotations.NullMarked;
