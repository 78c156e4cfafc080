/**
 * Whether files conform to the FinOps Open Cost and Usage Specification (FOCUS), versions 1.0 to 1.4.
 *
 * <p>Owns: the static rules as data (one columns file and one rules file per dataset beside this package), their rendering as SQL,
 * the report. Does not own: reading foreign files, what happens after a finding, the export. Invariants: one pass over a file
 * whatever its size; no object per row; a rule whose columns a file lacks is not tried.
 *
 * <p>Source: FOCUS specification 1.0 to 1.4 (text CC-BY-4.0).
 */
@NullMarked
package org.apportion.publish.conformance;

import org.jspecify.annotations.NullMarked;
