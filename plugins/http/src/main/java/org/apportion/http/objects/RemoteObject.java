package org.apportion.http.objects;

import java.time.Instant;

/**
 * One version of an object, as a listing tells it.
 *
 * @param version opaque: differs when the content was written again, such as an ETag or a generation
 * @param md5 in lower-case hex; empty if the store does not tell it
 * @param modified when this version was written
 */
public record RemoteObject(String key, long size, String version, String md5, Instant modified) {}
