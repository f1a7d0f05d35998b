package io.weir.configuration;

import java.time.Duration;
import java.util.List;

/** Options of programs and of all processes: parallelism, the pipeline, class loading, files. */
public final class CoreOptions {
    /** How many parallel instances an operation has that says nothing else. */
    public static final ConfigOption<Integer> DEFAULT_PARALLELISM = ConfigOptions.integer(
                    "parallelism.default",
                    1,
                    "How many parallel instances an operation has when neither the operation, the program nor the"
                            + " command line (-p) says otherwise. A program that runs in its own process (local) has as"
                            + " many as there are processors unless this is set.")
            .accepting(value -> value >= 1, "a whole number of at least 1");

    /** How many key groups keyed state is divided into. */
    public static final ConfigOption<Integer> MAX_PARALLELISM = ConfigOptions.integer(
                    "pipeline.max-parallelism",
                    null,
                    "How many key groups the keys of a job are divided into. No operation can have more parallel"
                            + " instances than that, and state can only be restored with the same number. Without it,"
                            + " each operation has one and a half times its parallelism, rounded up to a power of two,"
                            + " but at least 128 and at most 32768.")
            .accepting(value -> value >= 1 && value <= 32_768, "a whole number from 1 to 32768");

    /** The name of the job. */
    public static final ConfigOption<String> PIPELINE_NAME = ConfigOptions.string(
            "pipeline.name",
            null,
            "The name under which the job is listed. A name given to execute() goes first; without either, the job"
                    + " is named after its program.");

    /** Whether operations run in one task where they can. */
    public static final ConfigOption<Boolean> OPERATOR_CHAINING = ConfigOptions.bool(
            "pipeline.operator-chaining.enabled",
            true,
            "Whether successive operations of the same parallelism run in one task and hand records over by a method"
                    + " call.");

    /** How often watermark generators are asked. */
    public static final ConfigOption<Duration> AUTO_WATERMARK_INTERVAL = ConfigOptions.duration(
                    "pipeline.auto-watermark-interval",
                    Duration.ofMillis(200),
                    "How often watermark strategies are asked how far event time has come, and whether an input is"
                            + " idle. Results in event time come later by up to this time. 0 asks only when records"
                            + " come, which is enough for generators that tell it from single records.")
            .accepting(value -> !value.isNegative(), "a time with its unit, or 0");

    /** Whether records are copied between chained operations. */
    public static final ConfigOption<Boolean> COPY_IN_CHAIN = ConfigOptions.bool(
            "pipeline.copy-in-chain",
            false,
            "Whether every operation of a chain gets its own copy of each record. Set it for programs that change or"
                    + " keep an object after emitting it.");

    /** What becomes of a job when the program's code fails on a record. */
    public static final ConfigOption<RecordErrorPolicy> RECORD_ERRORS_POLICY = ConfigOptions.enumeration(
            "pipeline.record-errors.policy",
            RecordErrorPolicy.class,
            RecordErrorPolicy.FAIL,
            "What happens when a function fails on a record: the job fails (fail), the record is dropped (skip), or it"
                    + " is written to a file under pipeline.record-errors.directory and the job goes on (dead-letter)."
                    + " What the function had emitted or changed before it failed stays. An operation can have a policy"
                    + " of its own. The same holds for records that a source or a sink cannot read or write, for what"
                    + " finds a record's key or partition, and for timers and windows, which are dropped or written as"
                    + " the record would be. That a source or sink cannot read or write at all, and failures of"
                    + " watermark generators, always fail the job.");

    /** Where records go that functions have failed on. */
    public static final ConfigOption<String> RECORD_ERRORS_DIRECTORY = ConfigOptions.string(
            "pipeline.record-errors.directory",
            null,
            "Where records are written that functions have failed on, if the policy is dead-letter: a directory that all"
                    + " TaskManagers reach. Each job has a directory of its own there, with files of one JSON object a"
                    + " line: record, timestamp, operator, subtask, the source's split and the position in it where the"
                    + " operator runs in the source's task, stack trace. A record that is processed again after"
                    + " a restart may be written again.");

    /** The jars of the program. */
    public static final ConfigOption<List<String>> PIPELINE_JARS = ConfigOptions.list(
            "pipeline.jars",
            List.of(),
            "The jars with the program's classes, as paths; they are sent to the cluster with the job.");

    /** The files that functions ask for by name. */
    public static final ConfigOption<List<String>> CACHED_FILES = ConfigOptions.list(
            "pipeline.cached-files",
            List.of(),
            "Files that functions ask for with getRuntimeContext().getDistributedCache().getFile(name), each as"
                    + " name:NAME,path:PATH or name:NAME,path:PATH,executable:true. Local files are sent to the cluster"
                    + " with the job, those without a scheme among them; others are fetched by each TaskManager when they are"
                    + " first asked for.");

    /** Which classes are looked up first: the program's or the engine's. */
    public static final ConfigOption<ClassResolveOrder> CLASS_RESOLVE_ORDER = ConfigOptions.enumeration(
            "classloader.resolve-order",
            ClassResolveOrder.class,
            ClassResolveOrder.CHILD_FIRST,
            "Whether a class that both the program's jars and the engine contain is taken from the program's jars"
                    + " (child-first) or from the engine (parent-first).");

    /** Packages that always come from the engine. */
    public static final ConfigOption<List<String>> PARENT_FIRST_PATTERNS = ConfigOptions.list(
            "classloader.parent-first-patterns.default",
            List.of(
                    "java.",
                    "javax.",
                    "jdk.",
                    "sun.",
                    "com.sun.",
                    "io.weir.",
                    "com.esotericsoftware.kryo.kryo5.",
                    "org.slf4j.",
                    "org.apache.logging.log4j.",
                    "org.apache.log4j."),
            "Beginnings of the names of classes that are always taken from the engine, because the engine and the"
                    + " program must agree on them. Rather add to"
                    + " classloader.parent-first-patterns.additional than change this.");

    /** More packages that always come from the engine. */
    public static final ConfigOption<List<String>> PARENT_FIRST_PATTERNS_ADDITIONAL = ConfigOptions.list(
            "classloader.parent-first-patterns.additional",
            List.of(),
            "Further beginnings of the names of classes that are always taken from the engine's class path.");

    /** The scheme of paths without one. */
    public static final ConfigOption<String> DEFAULT_FILE_SCHEME = ConfigOptions.string(
            "fs.default-scheme",
            null,
            "The file system that paths without a scheme are on, as in hdfs://namenode:8020. Without it they are"
                    + " local files.");

    /** Where processes keep files that do not outlive them. */
    public static final ConfigOption<String> TEMPORARY_DIRECTORY = ConfigOptions.string(
            "io.tmp.dirs",
            null,
            "The directory for files that a process needs only while it runs. Without it, the JVM's java.io.tmpdir is"
                    + " used; on YARN, the container's own directory.");

    private CoreOptions() {}

    /** Where a class that both sides have is taken from. */
    public enum ClassResolveOrder {
        /** From the program's jars. */
        CHILD_FIRST,
        /** From the engine's class path. */
        PARENT_FIRST;

        @Override
        public String toString() {
            return this == CHILD_FIRST ? "child-first" : "parent-first";
        }
    }
}
