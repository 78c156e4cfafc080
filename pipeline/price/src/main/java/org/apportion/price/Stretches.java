package org.apportion.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Amounts of one thing per stretch of the timeline, in order of time. Made for one thread. */
final class Stretches {
    private final List<Stretch> list = new ArrayList<>(1);

    /** Adds to what the same stretch holds already. */
    void add(Stretch stretch) {
        int i = list.size();
        while (i > 0 && list.get(i - 1).index() > stretch.index()) {
            i--;
        }
        if (i > 0 && list.get(i - 1).index() == stretch.index()) {
            list.set(i - 1, list.get(i - 1).plus(stretch));
        } else {
            list.add(i, stretch);
        }
    }

    List<Stretch> inOrder() {
        return List.copyOf(list);
    }

    /** Joins neighbors that are in the same state, so that one line covers them. */
    <S> List<Run<S>> runs(Function<Stretch, S> stateOf) {
        List<Run<S>> runs = new ArrayList<>();
        for (Stretch stretch : list) {
            S state = stateOf.apply(stretch);
            if (!runs.isEmpty() && Objects.equals(runs.get(runs.size() - 1).state(), state)) {
                runs.get(runs.size() - 1).stretches().add(stretch);
            } else {
                runs.add(new Run<>(state, new ArrayList<>(List.of(stretch))));
            }
        }
        return runs;
    }
}
