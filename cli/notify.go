package cli

import (
	"fmt"
	"text/tabwriter"

	"asterism/bus"
	"asterism/schemas"
)

// notify is what a person does with notifications, for an operator or a test.
type notify struct {
	Ls    notifyList  `cmd:"" help:"List the notifications that are shown."`
	Click notifyClick `cmd:"" help:"Click a notification: its service worker gets the event notificationclick."`
	Close notifyClose `cmd:"" help:"Close a notification: its service worker gets the event notificationclose."`
}

type notifyList struct {
	Origin string `arg:"" optional:"" help:"Only this origin's, such as http://localhost:8080."`
}

type notifyClick struct {
	ID     string `arg:"" help:"The notification, as listed by notify ls."`
	Action string `help:"Click one of the notification's actions."`
}

type notifyClose struct {
	ID string `arg:"" help:"The notification, as listed by notify ls."`
}

func (n notifyList) Run(sh shell) error {
	found, err := askNotify(sh, schemas.NotificationAsk{Op: "list", Origin: n.Origin})
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "ID\tORIGIN\tTAG\tTITLE\tBODY\tACTIONS")
	for _, s := range found {
		actions := ""
		for i, a := range s.Actions {
			if i > 0 {
				actions += ", "
			}
			actions += a.Action
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%q\t%q\t%s\n", s.ID, s.Origin, s.Tag, s.Title, s.Body, actions)
	}
	return table.Flush()
}

func (n notifyClick) Run(sh shell) error {
	return actNotify(sh, schemas.NotificationAsk{Op: "click", ID: n.ID, Action: n.Action})
}

func (n notifyClose) Run(sh shell) error {
	return actNotify(sh, schemas.NotificationAsk{Op: "close", ID: n.ID})
}

func actNotify(sh shell, q schemas.NotificationAsk) error {
	found, err := askNotify(sh, q)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("no notification %s is shown: `asterism notify ls` lists them", q.ID)
	}
	return err
}

func askNotify(sh shell, q schemas.NotificationAsk) ([]schemas.Notification, error) {
	conn, err := connect(sh)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	found, err := bus.Notify.Do(sh.ctx, conn.Conn, nil, q)
	if err != nil {
		return nil, fmt.Errorf("notifications: %w", err)
	}
	return found.Notifications, nil
}
