package dev.localport.daemon.operations;

/** So many operations are pending that no other one is taken; nothing of a command begins then. */
public final class FullQueueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FullQueueException(int most) {
    super(
        ("the queue of operations is full: at most %,d can wait for their clusters. Nothing was"
                + " done; cancel some: localport operations list, localport operations cancel ID")
            .formatted(most));
  }
}
