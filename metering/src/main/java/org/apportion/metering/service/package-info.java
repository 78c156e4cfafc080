/**
 * Metering as a process: plugins are opened, the lease is held, every product and customer ticks when it is due, and questions
 * of people are answered.
 *
 * <p>Owns: the schedule, standby and drain, health and metrics, simulation, explanation. Does not own: what a tick does. Invariants: at
 * most one process per ledger ticks; a stop ends after the ticks that are under way; questions need no lease and write nothing.
 */
@NullMarked
package org.apportion.metering.service;

import org.jspecify.annotations.NullMarked;
