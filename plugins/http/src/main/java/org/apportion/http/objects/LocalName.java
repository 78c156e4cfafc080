package org.apportion.http.objects;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The file of a key: its segments below a folder. What no file system or no glob bears is percent-encoded, so that no key leads out
 * of the folder and two keys never share a file where letters' case counts.
 */
final class LocalName {
    private static final String PLAIN = "._-=+@,~ ()#$&'!;" + (File.separatorChar == '/' ? ":" : "");

    private LocalName() {}

    static Path of(Path folder, String key) {
        List<String> segments = new ArrayList<>();
        for (String segment : key.split("/", -1)) {
            segments.add(segment.isEmpty() ? "%" : encoded(segment));
        }
        return folder.resolve(String.join("/", segments));
    }

    private static String encoded(String segment) {
        StringBuilder text = new StringBuilder();
        int[] points = segment.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            boolean hides = i == 0 && points[i] == '.';
            boolean ends = i == points.length - 1 && (points[i] == '.' || points[i] == ' ');
            boolean plain = Character.isLetterOrDigit(points[i]) || PLAIN.indexOf(points[i]) >= 0;
            if (plain && !hides && !ends) {
                text.appendCodePoint(points[i]);
            } else {
                for (byte b : Character.toString(points[i]).getBytes(StandardCharsets.UTF_8)) {
                    text.append(String.format(Locale.ROOT, "%%%02X", b));
                }
            }
        }
        return text.toString();
    }
}
