package io.weir.client;

import io.weir.connector.file.TextFileSource;
import io.weir.fs.FilePaths;
import io.weir.fs.InputFiles;
import io.weir.plan.Plan;
import io.weir.plan.SourceTransformation;
import io.weir.plan.Transformation;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Looks for a program's input files before anything is started for it. No state. */
final class InputCheck {
    private InputCheck() {}

    /**
     * Checks that there is something to read.
     *
     * @param plan the plan
     * @param here whether it runs on this machine, so that local files are the same for it
     * @throws io.weir.util.WeirException with FILE and the path where there is nothing
     */
    static void check(Plan plan, boolean here) {
        Set<Transformation<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Transformation<?>> open = new ArrayDeque<>(plan.sinks());
        while (!open.isEmpty()) {
            Transformation<?> next = open.pop();
            if (seen.add(next)) {
                open.addAll(next.inputs());
                if (next instanceof SourceTransformation<?> source && source.source() instanceof TextFileSource text) {
                    text.paths().stream().filter(path -> here || isShared(path)).forEach(InputFiles::checkExists);
                }
            }
        }
    }

    private static boolean isShared(String path) {
        return FilePaths.scheme(path).filter(scheme -> !scheme.equals("file")).isPresent();
    }
}
