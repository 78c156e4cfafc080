package org.apportion.cli;

import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param from index of its first line in the page, after the fence
 * @param language first word after the fence
 * @param file second word: the file that readers write or change; may be empty
 */
record PageBlock(int from, String language, String file, List<String> lines) {
    PageBlock {
        lines = List.copyOf(lines);
    }

    PageBlock withLines(List<String> newLines) {
        return new PageBlock(from, language, file, newLines);
    }
}
