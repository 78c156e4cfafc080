package org.apportion.http.objects;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/** Which keys are brought: those that match a glob, or all. */
public final class KeyFilter {
    private final List<PathMatcher> matchers;

    /**
     * @param globs over the key below the root, such as {@code **.csv.gz}; none: all keys
     * @throws java.util.regex.PatternSyntaxException if one is malformed
     */
    public KeyFilter(List<String> globs) {
        this.matchers = globs.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
    }

    boolean takes(String key) {
        if (matchers.isEmpty()) {
            return true;
        }
        Path path = LocalName.of(Path.of(""), key);
        return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    }
}
