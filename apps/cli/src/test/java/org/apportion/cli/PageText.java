package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads pages and compares what they show with what came. */
final class PageText {
    /** Stands for lines that a page leaves out. */
    private static final String LEFT_OUT = "…";

    private static final Pattern DURATION = Pattern.compile("\\b[0-9.,]+ (ms|s|min)\\b");
    private static final Pattern CLOCK =
            Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?!:?00)(:\\d\\d)?(\\.\\d+)?Z?");

    private PageText() {}

    static List<PageBlock> blocks(List<String> page) {
        List<PageBlock> blocks = new ArrayList<>();
        int i = 0;
        while (i < page.size()) {
            if (page.get(i).startsWith("```")) {
                String[] words = (page.get(i).substring(3) + "  ").split(" ", -1);
                int from = ++i;
                while (!page.get(i).equals("```")) {
                    i++;
                }
                blocks.add(new PageBlock(from, words[0], words[1], page.subList(from, i)));
            }
            i++;
        }
        return blocks;
    }

    /** The page with other lines in its blocks, which are those of {@link #blocks} in their order. */
    static List<String> withBlocks(List<String> page, List<PageBlock> blocks) {
        List<String> lines = new ArrayList<>();
        int copied = 0;
        for (PageBlock block : blocks) {
            lines.addAll(page.subList(copied, block.from()));
            lines.addAll(block.lines());
            copied = page.subList(block.from(), page.size()).indexOf("```") + block.from();
        }
        lines.addAll(page.subList(copied, page.size()));
        return lines;
    }

    /** The output, shortened where the page shortens it. What must vary (durations, the time of day) stays as shown. */
    static List<String> likeShown(List<String> shown, List<String> output) {
        int left = shown.indexOf(LEFT_OUT);
        if (left < 0) {
            return same(shown, output) ? shown : output;
        }
        int after = shown.size() - left - 1;
        if (output.size() <= left + after) {
            return output;
        }
        List<String> shortened = new ArrayList<>(output.subList(0, left));
        shortened.add(LEFT_OUT);
        shortened.addAll(output.subList(output.size() - after, output.size()));
        return same(shown, shortened) ? shown : shortened;
    }

    private static boolean same(List<String> shown, List<String> output) {
        return shown.stream()
                .map(PageText::steady)
                .toList()
                .equals(output.stream().map(PageText::steady).toList());
    }

    private static String steady(String line) {
        return CLOCK.matcher(DURATION.matcher(line).replaceAll("0 $1")).replaceAll("now");
    }
}
