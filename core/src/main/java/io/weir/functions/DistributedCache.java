package io.weir.functions;

import java.io.File;

/** The files that the program has registered, on the host of the task. For any thread. */
@FunctionalInterface
public interface DistributedCache {
    /**
     * Returns a file. Waits until it is here; all tasks of a job in one TaskManager have one copy, which they must not change.
     *
     * @param name the name that {@code registerCachedFile} was given
     * @return the file, whose name ends as that does
     * @throws io.weir.util.WeirException if the program has registered no file of that name, or it cannot be fetched
     */
    File getFile(String name);
}
