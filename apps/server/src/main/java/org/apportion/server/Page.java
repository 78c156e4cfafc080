package org.apportion.server;

/** What one port answers. */
interface Page {
    Answer answer(Ask ask);

    /** Whether a path is told to those who may read only. */
    boolean isRestricted(String path);
}
