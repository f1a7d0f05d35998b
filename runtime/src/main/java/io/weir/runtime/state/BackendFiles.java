package io.weir.runtime.state;

import java.util.List;

/**
 * The files of a state backend's own that one instance had kept.
 *
 * @param firstKeyGroup the first key group of that instance
 * @param keyGroups how many it had
 * @param files the files
 */
public record BackendFiles(int firstKeyGroup, int keyGroups, List<BackendFile> files) {
    /** Takes a copy of the list. */
    public BackendFiles {
        files = List.copyOf(files);
    }

    /** Returns how many of its key groups belong to an instance. */
    public int groupsOf(KeyGroupRange range) {
        int from = Math.max(firstKeyGroup, range.first());
        return Math.max(0, Math.min(firstKeyGroup + keyGroups, range.first() + range.count()) - from);
    }
}
