package io.weir.runtime.taskmanager;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.task.TaskCapture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which files of state backends complete checkpoints have stored, so that later ones only refer to them.
 *
 * <p>A checkpoint refers to files of the newest complete one that its task knows of. While an earlier one is undecided it
 * refers to the same files as that: whichever of them is complete first then names all files that the others refer to, so
 * that nobody deletes them meanwhile.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the TaskManager.
 */
final class StoredFiles {
    /** A file is stored again if less than this part of the file that it was packed into is still needed. */
    private static final int LEAST_USE = 4;

    private final Map<ExecutionId, OfTask> tasks = new HashMap<>();

    /** The files of a task by operator and name. */
    private static final class Files {
        final Map<String, Map<String, StateHandle>> byOperator = new HashMap<>();

        void add(OperatorPart part) {
            Map<String, StateHandle> files = byOperator.computeIfAbsent(part.operatorId(), none -> new HashMap<>());
            for (PartFile file : part.files()) {
                files.put(file.name(), file.handle());
            }
        }
    }

    /** What is known of a task. */
    private static final class OfTask {
        /** Those of the newest complete checkpoint. */
        Files complete = new Files();

        /** What undecided checkpoints refer to. */
        final TreeMap<Long, Files> undecided = new TreeMap<>();

        /** What they have stored. */
        final TreeMap<Long, Files> stored = new TreeMap<>();

        /** How many bytes the task had packed into a file. */
        final Map<String, Long> packed = new HashMap<>();
    }

    /** Learns that a task begins: it may go on with the files of the checkpoint that it starts from. */
    void taskBegins(TaskSpec spec) {
        OfTask task = new OfTask();
        for (TaskRestore.OperatorRestore operator : spec.restore().operators()) {
            if (operator.parts().size() == 1) {
                task.complete.add(operator.parts().get(0));
            }
        }
        tasks.put(spec.execution(), task);
    }

    void taskEnded(ExecutionId execution) {
        tasks.remove(execution);
    }

    /** Returns the files that a checkpoint of a task may refer to, by operator and name. */
    Map<String, Map<String, StateHandle>> knownTo(
            ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture) {
        OfTask task = tasks.get(execution);
        boolean any = capture.operators().stream()
                .anyMatch(part -> !part.capture().files().isEmpty());
        if (task == null || !any) {
            return Map.of();
        }
        Files known = task.undecided.isEmpty()
                ? task.complete
                : task.undecided.firstEntry().getValue();
        task.undecided.put(trigger.id(), known);
        return usable(known, task, directoryOfJob(trigger));
    }

    /** Leaves out files of other jobs, which may delete them, and what keeps a large file for a small part of it. */
    private static Map<String, Map<String, StateHandle>> usable(Files known, OfTask task, String directoryOfJob) {
        Map<String, Long> needed = new HashMap<>();
        known.byOperator.values().forEach(files -> files.values().forEach(handle -> {
            if (handle instanceof StateHandle.FilePart part) {
                needed.merge(part.path(), part.length(), Long::sum);
            }
        }));
        Map<String, Map<String, StateHandle>> usable = new HashMap<>();
        known.byOperator.forEach((operator, files) -> {
            Map<String, StateHandle> kept = new HashMap<>(files);
            kept.values()
                    .removeIf(handle -> handle instanceof StateHandle.FilePart part
                            && (!part.path().startsWith(directoryOfJob)
                                    || LEAST_USE * needed.get(part.path())
                                            < task.packed.getOrDefault(part.path(), 0L)));
            usable.put(operator, kept);
        });
        return usable;
    }

    private static String directoryOfJob(CheckpointTrigger trigger) {
        return trigger.directory().substring(0, trigger.directory().lastIndexOf('/') + 1);
    }

    /** Learns what a checkpoint of a task has stored. */
    void stored(CheckpointTrigger trigger, TaskSnapshot snapshot) {
        OfTask task = tasks.get(snapshot.execution());
        if (task == null || !task.undecided.containsKey(trigger.id())) {
            return;
        }
        Files files = new Files();
        for (OperatorPart part : snapshot.operators()) {
            files.add(part);
            for (PartFile file : part.files()) {
                if (file.handle() instanceof StateHandle.FilePart packed
                        && packed.path().startsWith(trigger.directory())) {
                    task.packed.merge(packed.path(), packed.length(), Long::sum);
                }
            }
        }
        task.stored.put(trigger.id(), files);
    }

    /** Learns how a checkpoint ended. */
    void ended(JobId job, long checkpointId, boolean completed) {
        tasks.forEach((execution, task) -> {
            if (execution.job().equals(job)) {
                ended(task, checkpointId, completed);
            }
        });
    }

    private static void ended(OfTask task, long checkpointId, boolean completed) {
        Files files = task.stored.remove(checkpointId);
        task.undecided.remove(checkpointId);
        if (completed && files != null) {
            task.complete = files;
            task.undecided.headMap(checkpointId).clear();
            task.stored.headMap(checkpointId).clear();
            task.packed.keySet().retainAll(pathsOf(task));
        }
    }

    private static Set<String> pathsOf(OfTask task) {
        Set<String> paths = new HashSet<>();
        List<Files> all = new ArrayList<>(task.stored.values());
        all.add(task.complete);
        for (Files files : all) {
            files.byOperator.values().forEach(each -> each.values().forEach(handle -> {
                if (handle instanceof StateHandle.FilePart part) {
                    paths.add(part.path());
                }
            }));
        }
        return paths;
    }
}
