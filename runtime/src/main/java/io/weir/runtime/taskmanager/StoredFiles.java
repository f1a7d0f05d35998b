package io.weir.runtime.taskmanager;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.state.BackendFile;
import io.weir.runtime.task.TaskCapture;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

        void addPaths(Set<String> paths) {
            byOperator.values().forEach(files -> files.values().forEach(handle -> {
                if (handle instanceof StateHandle.FilePart part) {
                    paths.add(part.path());
                }
            }));
        }
    }

    /** What is known of a task. A file's name is the identity of its database and its own name, as in the metadata. */
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
    void taskBegins(ExecutionId execution, TaskRestore restore) {
        OfTask task = new OfTask();
        for (TaskRestore.OperatorRestore operator : restore.operators()) {
            Map<String, Long> parts = operator.parts().stream()
                    .flatMap(part -> databases(part).stream())
                    .collect(Collectors.groupingBy(identity -> identity, Collectors.counting()));
            for (OperatorPart part : operator.parts()) {
                // Two that go on with the same database have different files of the same names.
                if (databases(part).stream().allMatch(identity -> parts.get(identity) == 1)) {
                    task.complete.add(part);
                }
            }
        }
        tasks.put(execution, task);
    }

    private static Set<String> databases(OperatorPart part) {
        return part.files().stream()
                .map(file -> file.name().substring(0, file.name().indexOf('/')))
                .collect(Collectors.toSet());
    }

    /** Returns the paths of what the newest complete checkpoints of a job's tasks refer to. */
    Set<String> needed(JobId job) {
        Set<String> paths = new HashSet<>();
        tasks.forEach((execution, task) -> {
            if (execution.job().equals(job)) {
                task.complete.addPaths(paths);
            }
        });
        return paths;
    }

    void taskEnded(ExecutionId execution) {
        tasks.remove(execution);
    }

    /** Returns the files that a checkpoint of a task may refer to, by operator and name. */
    Map<String, Map<String, StateHandle>> knownTo(
            ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture) {
        OfTask task = tasks.get(execution);
        boolean any = capture.operators().stream()
                .anyMatch(part -> part.capture().files().stream().anyMatch(BackendFile::isShared));
        if (task == null || !any) {
            return Map.of();
        }
        Files usable = task.undecided.isEmpty()
                ? usable(task, directoryOfJob(trigger))
                : task.undecided.firstEntry().getValue();
        task.undecided.put(trigger.id(), usable);
        return usable.byOperator;
    }

    /** Leaves out files of other jobs, which may delete them, and what keeps a large file for a small part of it. */
    private static Files usable(OfTask task, String directoryOfJob) {
        Map<String, Long> needed = new HashMap<>();
        task.complete.byOperator.values().forEach(files -> files.values().forEach(handle -> {
            if (handle instanceof StateHandle.FilePart part) {
                needed.merge(part.path(), part.length(), Long::sum);
            }
        }));
        Files usable = new Files();
        task.complete.byOperator.forEach((operator, files) -> {
            Map<String, StateHandle> kept = new HashMap<>(files);
            kept.values()
                    .removeIf(handle -> handle instanceof StateHandle.FilePart part
                            && (!part.path().startsWith(directoryOfJob)
                                    || LEAST_USE * needed.get(part.path())
                                            < task.packed.getOrDefault(part.path(), 0L)));
            usable.byOperator.put(operator, kept);
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
                        && packed.path().startsWith(trigger.directory() + "/")) {
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
        task.stored.values().forEach(files -> files.addPaths(paths));
        task.complete.addPaths(paths);
        return paths;
    }
}
