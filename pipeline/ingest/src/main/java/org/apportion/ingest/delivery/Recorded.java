package org.apportion.ingest.delivery;

/** A delivery of earlier imports; {@code current} while the lake holds its rows. */
public record Recorded(Delivery delivery, boolean current) {}
