import { useMutation, useQuery } from "@tanstack/react-query";
import type { MemberName, Note, NoteChange, NotePlace, NoteRequest } from "../../../protocol/note.schema.ts";
import { queryClient } from "../../query-client.ts";
import { notesApi } from "./notes-api.ts";

/** A note that is being written: its moment, and its place once there is one. */
export interface Draft {
  /** Milliseconds since the session began. */
  at: number;
  place: NotePlace | null;
}

/** The notes of a session. `enabled`: it is known that the session can be seen. */
export function useNotes(session: string, enabled: boolean) {
  return useQuery({
    queryKey: ["notes", session],
    queryFn: ({ signal }) => notesApi.list(session, signal),
    enabled,
  });
}

/** What can be done with notes; each shows its outcome at once. */
export function useNoteDeeds(session: string) {
  const onSuccess = (notes: Note[]) => {
    queryClient.setQueryData(["notes", session], notes);
    // Who writes may mean themselves, and who resolves is done with it.
    void queryClient.invalidateQueries({ queryKey: ["mentions"] });
  };
  const write = useMutation({ mutationFn: (note: NoteRequest) => notesApi.write(session, note), onSuccess });
  const change = useMutation({
    mutationFn: ({ id, ...what }: NoteChange & { id: string }) => notesApi.change(session, id, what),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: (id: string) => notesApi.remove(session, id), onSuccess });
  return { write, change, remove };
}

const NOBODY: MemberName[] = [];

/** Members by name, for mentions. */
export function useMemberNames(enabled: boolean): readonly MemberName[] {
  const { data } = useQuery({
    queryKey: ["member-names"],
    queryFn: ({ signal }) => notesApi.names(signal),
    enabled,
    staleTime: 60_000,
  });
  return data ?? NOBODY;
}
