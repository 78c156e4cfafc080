package org.apportion.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadFile;
import org.apportion.spi.upload.UploadProvider;
import org.apportion.spi.upload.UploadSettings;

/** An upload during which the process ends, the first time. */
public final class KilledUpload implements UploadProvider {
    private static final List<String> KEYS = new CopyOnWriteArrayList<>();

    /** Stands for the end of the process: nobody handles it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    static void reset() {
        KEYS.clear();
    }

    static List<String> keys() {
        return KEYS;
    }

    @Override
    public String name() {
        return "killed-once";
    }

    @Override
    public Upload open(UploadSettings settings) {
        return new Upload() {
            @Override
            public String target(UploadFile file) {
                return "nowhere";
            }

            @Override
            public String send(UploadFile file) {
                KEYS.add(file.key());
                if (KEYS.size() == 1) {
                    throw new Killed();
                }
                return "ok";
            }

            @Override
            public void close() {
                // There is nothing open.
            }
        };
    }
}
