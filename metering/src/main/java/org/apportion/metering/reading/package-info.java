/**
 * Numbers of usage as others write them: in events, answers, files and documents.
 *
 * <p>Owns: which texts are numbers, how many digits they may have, JSON whose numbers may be of any size. Does not own: what a
 * number means, or what becomes of a place that has none. Invariants: pure; nothing that somebody writes makes it throw anything
 * but what it says; one number that cannot be used never hides the text around it.
 */
@NullMarked
package org.apportion.metering.reading;

import org.jspecify.annotations.NullMarked;
