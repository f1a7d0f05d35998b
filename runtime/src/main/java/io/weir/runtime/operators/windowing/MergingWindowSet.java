package io.weir.runtime.operators.windowing;

import io.weir.state.KeyedStateStore;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.windowing.assigners.MergingWindowAssigner;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The windows of the current key that grow together. What is kept of a window's records stays where it was when the window
 * was new: this knows where. The task's thread owns it.
 *
 * @param <W> the type of the windows
 */
final class MergingWindowSet<W extends Window> {
    private final MergingWindowAssigner<?, W> assigner;

    /** By window, the window under which its records are kept. */
    private final MapState<W, W> places;

    /** Learns that windows have become one. */
    @FunctionalInterface
    interface MergeListener<W extends Window> {
        /**
         * Learns that windows have become one.
         *
         * @param result what they have become
         * @param merged the windows, without the new one
         * @param place where the records of the result are kept
         * @param mergedPlaces other places, whose records belong there too
         */
        void merged(W result, Collection<W> merged, W place, Collection<W> mergedPlaces) throws Exception;
    }

    /** What becomes one when a window is added. */
    private record Merge<W>(W result, Collection<W> windows) {}

    private MergingWindowSet(MergingWindowAssigner<?, W> assigner, MapState<W, W> places) {
        this.assigner = assigner;
        this.places = places;
    }

    /** Returns the set of an assigner whose windows grow together, null for others. */
    static <W extends Window> MergingWindowSet<W> of(WindowAssigner<?, W> assigner, KeyedStateStore states) {
        if (!(assigner instanceof MergingWindowAssigner<?, W> merging)) {
            return null;
        }
        TypeInformation<W> type = assigner.getWindowType();
        return new MergingWindowSet<>(
                merging, states.getMapState(new MapStateDescriptor<>("weir.merging-windows", type, type)));
    }

    /**
     * Adds a window to those of the current key.
     *
     * @param added the window
     * @param listener learns what has become one
     * @return what the window has become
     */
    W add(W added, MergeListener<W> listener) throws Exception {
        if (places.contains(added)) {
            return added;
        }
        List<W> all = new ArrayList<>();
        places.keys().forEach(all::add);
        if (all.isEmpty()) {
            places.put(added, added);
            return added;
        }
        all.add(added);
        List<Merge<W>> merges = new ArrayList<>();
        assigner.mergeWindows(all, (windows, result) -> merges.add(new Merge<>(result, List.copyOf(windows))));
        W result = added;
        boolean merged = false;
        for (Merge<W> merge : merges) {
            List<W> old = new ArrayList<>(merge.windows());
            if (old.remove(added)) {
                merged = true;
                result = merge.result();
            }
            apply(merge.result(), old, listener);
        }
        if (!merged) {
            places.put(added, added);
        }
        return result;
    }

    private void apply(W result, List<W> old, MergeListener<W> listener) throws Exception {
        List<W> oldPlaces = new ArrayList<>(old.size());
        for (W window : old) {
            oldPlaces.add(places.get(window));
            places.remove(window);
        }
        W place = oldPlaces.remove(0);
        places.put(result, place);
        boolean contained = old.size() == 1 && old.get(0).equals(result);
        if (!contained) {
            listener.merged(result, old, place, oldPlaces);
        }
    }

    /** Returns where the records of a window are kept, or null if there is no such window any more. */
    W placeOf(W window) throws Exception {
        return places.get(window);
    }

    /** Forgets a window. */
    void remove(W window) throws Exception {
        places.remove(window);
    }
}
