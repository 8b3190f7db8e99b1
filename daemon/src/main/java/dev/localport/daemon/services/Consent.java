package dev.localport.daemon.services;

/** Whether the user agreed to start services that are marked {@code confirm}. */
public enum Consent {
  /** The user agreed, with an answer or with {@code --yes}. */
  GIVEN,
  /** The user was not asked, or cannot answer. */
  NOT_GIVEN
}
