/**
 * The text in which Prometheus and its kin read numbers.
 *
 * <p>Owns: families, samples, OpenMetrics 1.0 and the classic text 0.0.4, escaping, content negotiation. Does not own: what is
 * measured, HTTP. Invariants: numbers are written as exact decimals, so the text of a page can be added without floating point;
 * the same families give the same bytes.
 */
@NullMarked
package org.apportion.report.exposition;

import org.jspecify.annotations.NullMarked;
