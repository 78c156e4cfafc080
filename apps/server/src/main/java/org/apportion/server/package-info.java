/**
 * {@code apportion serve}: health, readiness and metrics over HTTP. The only room that knows Spring Boot.
 *
 * <p>Owns: ports, login, pages. Does not own: any number told (the room report computes them), configuration files. Invariants: a
 * page computes nothing that a run has not stored; no secret is logged or told; readiness does not depend on scrapes; a reader
 * moves on only after the whole answer has left.
 */
@NullMarked
package org.apportion.server;

import org.jspecify.annotations.NullMarked;
