package io.weir.runtime.protocol;

/** How far a task has come with a checkpoint. */
public enum CheckpointStage {
    /** Others write what it keeps. */
    WRITING("writes its state"),
    /** It stands still for it. */
    CAPTURING("captures its state"),
    /** It was told of it, or will be with its next barrier, but does something else. */
    BUSY("has not come to it, being busy with a record, or without room for what that gives"),
    /** It was captured; records that barriers have overtaken, or wait behind, belong to it. */
    RECORDING("waits for records that are under way"),
    /** Not all of its inputs have come to it. */
    WAITING("waits for barriers"),
    /** Its part is stored. */
    STORED("has stored its part");

    private final String text;

    CheckpointStage(String text) {
        this.text = text;
    }

    /** Returns what people read after the name of a task. */
    public String text() {
        return text;
    }
}
